"""Runs published data sets through their methods and counts where the two agree."""
