export const canary = 'nobody knows me';
