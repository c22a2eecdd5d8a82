"""Python runs this at start when the folder is on PYTHONPATH: commands that tests start have no network either."""

import guard

guard.install()
