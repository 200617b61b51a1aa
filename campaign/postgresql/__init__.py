"""Django's PostgreSQL, given up by web processes while it accepts connections and says nothing."""
