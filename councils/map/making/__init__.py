"""The making of the map from postcodes: run by ``python -m councils.map.make``, never by a page.

Only the modules in here need numpy, scipy and shapely; the site reads what they wrote.
"""
