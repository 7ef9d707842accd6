"""The site as it would be, in the browser: made page by page when looked at, anew when a file of the review changes."""
