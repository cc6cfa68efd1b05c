export const canary = process.env['KIBANA_URL'];
