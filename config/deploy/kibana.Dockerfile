# Kibana with the plugin, which was built for this very version: npm run build:plugin -- --kibana-version 8.19.4
ARG STACK_VERSION
FROM kibana:${STACK_VERSION}
ARG STACK_VERSION
COPY build/incidents-${STACK_VERSION}.zip /tmp/incidents.zip
RUN bin/kibana-plugin install file:///tmp/incidents.zip
COPY config/deploy/kibana.yml config/kibana.yml
USER 1000
