export const route = '/internal/incidents';
