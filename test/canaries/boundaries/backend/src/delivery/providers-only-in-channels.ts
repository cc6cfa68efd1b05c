import { createTransport } from 'nodemailer';

export const canary = createTransport;
