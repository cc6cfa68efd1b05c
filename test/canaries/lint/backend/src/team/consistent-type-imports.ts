import { Worker } from 'node:worker_threads';

export type Canary = Worker;
