"""What whoever runs the site does with it: back up, restore, and see whether all is well."""
