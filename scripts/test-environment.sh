# Sourced by the scripts that test and check: what the settings need, with keys that protect nothing.
export SECRET_KEY=${SECRET_KEY:-only-for-tests-only-for-tests-only-for-tests}
export NOTE_KEYS=${NOTE_KEYS:-b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtISE=}
export ALLOWED_HOSTS=${ALLOWED_HOSTS:-testserver,localhost,127.0.0.1}
export BASE_URL=${BASE_URL:-http://localhost}
export EMAIL_URL=${EMAIL_URL:-smtp://127.0.0.1:9}
export UID_HOST=${UID_HOST:-kotipesa.test}
export DJANGO_SETTINGS_MODULE=coaching.settings
