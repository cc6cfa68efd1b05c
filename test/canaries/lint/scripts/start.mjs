export const started = [new Date(), process.env['PORT']];
