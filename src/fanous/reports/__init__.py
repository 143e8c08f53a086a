"""Reports: a store's verdicts as pages and tables. The entry is `site.write_site`."""
