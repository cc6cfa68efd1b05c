export const canary = process.env['SMTP_URL'];
