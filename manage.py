#!/usr/bin/env python
"""Django's command line, with the settings of a machine of one's own unless told otherwise."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dwcp.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
