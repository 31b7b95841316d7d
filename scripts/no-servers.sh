# Sourced where the settings are read but no server is called.
export DATABASE_URL=postgresql://nobody@127.0.0.1:9/none
export REDIS_URL=redis://127.0.0.1:9/0
export CACHE_URL=redis://127.0.0.1:9/1
