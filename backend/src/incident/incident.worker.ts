import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Workers } from '../platform/workers.ts';
import { IncidentService } from './incident.service.ts';

const BATCH = 50;

/** Resolves incidents in progress whose alerts recovered long enough ago. */
@Injectable()
export class IncidentWorker implements OnModuleInit {
  constructor(
    private readonly incidents: IncidentService,
    private readonly workers: Workers,
  ) {}

  onModuleInit(): void {
    this.workers.register('incident', () => this.incidents.resolveUnattended(BATCH));
  }
}
