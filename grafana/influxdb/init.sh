#!/bin/sh
# Runs once, when InfluxDB sets up an empty volume: LiqMon may only write the bucket, Grafana may only read it.
set -eu
influx v1 dbrp create --org "$DOCKER_INFLUXDB_INIT_ORG" --bucket-id "$DOCKER_INFLUXDB_INIT_BUCKET_ID" \
    --db liqmon --rp autogen --default
influx v1 auth create --org "$DOCKER_INFLUXDB_INIT_ORG" --username liqmon \
    --password "$(cat /run/secrets/influx_liqmon_password)" --write-bucket "$DOCKER_INFLUXDB_INIT_BUCKET_ID"
influx v1 auth create --org "$DOCKER_INFLUXDB_INIT_ORG" --username grafana \
    --password "$(cat /run/secrets/influx_grafana_password)" --read-bucket "$DOCKER_INFLUXDB_INIT_BUCKET_ID"
