# The backend: compiled in one stage, its packages installed in another, and nothing of either but their outcome kept.
# It runs as a user without rights, writes nothing, and takes its secrets from files (`…_FILE`).

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json ./
COPY incident-core/package.json incident-core/
COPY backend/package.json backend/
RUN npm ci --workspace=incident-core --workspace=backend --include-workspace-root --ignore-scripts --no-audit --no-fund
COPY incident-core incident-core
COPY backend backend
RUN npx tsc -b incident-core backend

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY incident-core/package.json incident-core/
COPY backend/package.json backend/
RUN npm ci --omit=dev --workspace=incident-core --workspace=backend --ignore-scripts --no-audit --no-fund

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="incidents-backend" org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8650
WORKDIR /app
COPY --from=packages /app ./
COPY --from=build /app/incident-core/dist incident-core/dist
COPY --from=build /app/backend/dist backend/dist
COPY LICENSE ./
USER node
EXPOSE 8650
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "backend/dist/src/main.js"]
