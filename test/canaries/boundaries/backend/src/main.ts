import { app } from './app.module.ts';

export const started = app;
