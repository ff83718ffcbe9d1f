"""Pages that look across all apps: the dashboard of a programme and a person's own work."""
