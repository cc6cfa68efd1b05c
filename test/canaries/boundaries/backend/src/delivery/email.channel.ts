import { createTransport } from 'nodemailer';

export const channel = createTransport;
