import { Redis } from 'ioredis';

export const canary = Redis;
