import { app } from '../app.module.ts';

export const canary = app;
