"""How the database's form changes: a numbered script a step in versions/, written by models.migrations.draft."""
