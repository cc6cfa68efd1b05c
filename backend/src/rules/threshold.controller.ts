import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  finalThresholdsQuerySchema,
  fromFinalThresholds,
  idParamsSchema,
  layerNameOf,
  newThresholdSchema,
  pageQuerySchema,
  thresholdChangeSchema,
  type FinalThresholdsAnswer,
  type ThresholdAnswer,
} from 'incident-core';
import { CurrentCaller, type Caller } from '../access/caller.ts';
import { writeCursor } from '../access/cursor.ts';
import { readBody, readParams } from '../platform/validate.ts';
import { toManagedAnswer } from './managed.ts';
import type { ThresholdRow } from './threshold.repository.ts';
import { ThresholdService } from './threshold.service.ts';

@Controller('v1/thresholds')
export class ThresholdController {
  constructor(private readonly thresholds: ThresholdService) {}

  /** Layers of thresholds, in the order in which they are laid over each other. */
  @Get()
  async list(@Query() query: unknown) {
    const { items, next } = await this.thresholds.page(readParams(pageQuerySchema, query));
    return { items: items.map(toAnswer), next_cursor: writeCursor(next) };
  }

  /** What holds for a service in an environment, and where each value came from. */
  @Get('final')
  async final(@Query() query: unknown): Promise<FinalThresholdsAnswer> {
    const { service, environment = null } = readParams(finalThresholdsQuerySchema, query);
    return fromFinalThresholds({ service, environment }, await this.thresholds.final(service, environment));
  }

  /** Makes a layer of thresholds. */
  @Post()
  async create(@Body() body: unknown, @CurrentCaller() { actor }: Caller): Promise<ThresholdAnswer> {
    return toAnswer(await this.thresholds.create(readBody(newThresholdSchema, body), actor));
  }

  /** One layer of thresholds. */
  @Get(':id')
  async get(@Param() params: unknown): Promise<ThresholdAnswer> {
    return toAnswer(await this.thresholds.get(readParams(idParamsSchema, params).id));
  }

  /** Sets all that a layer of thresholds says. */
  @Put(':id')
  async replace(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentCaller() { actor }: Caller,
  ): Promise<ThresholdAnswer> {
    const { id } = readParams(idParamsSchema, params);
    return toAnswer(await this.thresholds.replace(id, readBody(thresholdChangeSchema, body), actor));
  }

  /** Deletes a layer of thresholds. */
  @Delete(':id')
  @HttpCode(204)
  async delete(@Param() params: unknown, @CurrentCaller() { actor }: Caller): Promise<void> {
    await this.thresholds.delete(readParams(idParamsSchema, params).id, actor);
  }
}

function toAnswer(row: ThresholdRow): ThresholdAnswer {
  const { id, service, environment, overrides } = row;
  return { id, service, environment, layer: layerNameOf(row), overrides, ...toManagedAnswer(row) };
}
