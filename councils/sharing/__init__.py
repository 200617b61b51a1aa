"""How the record looks elsewhere: badges and frames on other sites, pictures where it is shared."""
