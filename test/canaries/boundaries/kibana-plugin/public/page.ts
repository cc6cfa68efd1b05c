export const page = 'incidents';
