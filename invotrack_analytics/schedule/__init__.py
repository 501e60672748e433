"""Scheduled exports: a program on the workbench that writes and mails reports when they are due."""
