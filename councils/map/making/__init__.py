"""The tools that make the map from postcodes, run by ``python -m councils.map.make``.

Only these modules need numpy, scipy and shapely. The site reads the files that they wrote.
"""
