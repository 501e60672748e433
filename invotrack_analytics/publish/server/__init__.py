"""The dashboard's server: who may sign in, what each may see, and the process that serves the pages."""
