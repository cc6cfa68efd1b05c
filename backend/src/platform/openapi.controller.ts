import { Controller, Get } from '@nestjs/common';
import { routes } from 'incident-core';
import { openApiDocument, type OpenApiDocument } from './openapi.ts';
import { Public } from './public.ts';

@Controller('v1')
export class OpenApiController {
  private document: OpenApiDocument | null = null;

  /** The description of this API, by OpenAPI 3.1. */
  @Public()
  @Get('openapi.json')
  read(): OpenApiDocument {
    this.document ??= openApiDocument(routes);
    return this.document;
  }
}
