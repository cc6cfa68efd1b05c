import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { givenSimulationSchema, type GivenSimulation, type SimulationAnswer } from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { SimulationService, type SimulatedSubject } from '../escalation/simulation.service.ts';
import { Foresight } from '../incident/foresight.ts';
import { Clock } from '../platform/clock.ts';
import { readBody } from '../platform/validate.ts';
import { SimulatedPayload } from './simulated-payload.ts';

/** Of all stages only this one reads payloads, so the call stands here. */
@Controller('v1/escalation-policies')
export class SimulationController {
  constructor(
    private readonly simulations: SimulationService,
    private readonly foresight: Foresight,
    private readonly payloads: SimulatedPayload,
    private readonly clock: Clock,
  ) {}

  /** Who would be told, when and by what; nothing is changed and nobody is told. */
  @Post('simulate')
  @HttpCode(200)
  async simulate(@Body() body: unknown, @CurrentCaller() caller: Caller): Promise<SimulationAnswer> {
    const given = readBody(givenSimulationSchema, body);
    const at = given.at === undefined ? this.clock.now() : new Date(given.at);
    const { subject, alert } = await this.subjectOf(given, at, caller);
    const simulated = await this.simulations.simulate(subject, given, at, caller);
    return { at: at.toISOString(), alert, ...simulated };
  }

  private async subjectOf(
    given: GivenSimulation,
    at: Date,
    caller: Caller,
  ): Promise<{ readonly subject: SimulatedSubject; readonly alert: SimulationAnswer['alert'] }> {
    if (given.incident_id !== undefined) {
      return { subject: await this.foresight.ofIncident(given.incident_id, caller), alert: null };
    }
    if (given.incident !== undefined) {
      return { subject: await this.foresight.ofImagined(given.incident, at), alert: null };
    }
    return this.payloads.read(given, at);
  }
}
