"""Headway: national and local reviews of the Sustainable Development Goals.

Every command of the command line is a function here, with the same name and
the same words:

    import headway
    headway.new("almaty", area="KZALA", within="KZ", source=["open-sdg=../data"], languages="kk,ru,en")
    headway.build("almaty")
    headway.show("almaty", "1.2.1/KZALA")
"""

from headway.commands import add, build, check, demo, new, refresh, reproduce, serve, show

__all__ = ["add", "build", "check", "demo", "new", "refresh", "reproduce", "serve", "show"]
__version__ = "0.1.0"
