import { app } from '../../backend/src/app.module.ts';

export const house = app;
