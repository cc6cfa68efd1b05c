import { z } from 'zod';
import { idParamsSchema, pageSchema } from './fields.ts';
import { arranges, looks, type Route } from './route.ts';
import {
  givenSuppressionFields,
  nextSchema,
  suppressionAnswerFields,
  suppressionQuerySchema,
  windowTimesSchema,
} from './suppressions.ts';

/** A maintenance window, as the API shows it. */
export const maintenanceWindowAnswerSchema = z
  .strictObject({
    ...suppressionAnswerFields,
    times: windowTimesSchema,
    /** The occurrence that runs or comes next, and those after it: at most five. */
    next: nextSchema,
  })
  .meta({ id: 'MaintenanceWindow' });
export type MaintenanceWindowAnswer = z.infer<typeof maintenanceWindowAnswerSchema>;

/** A maintenance window to be made, or to be put in the place of one. */
export const givenMaintenanceWindowSchema = z
  .strictObject({ ...givenSuppressionFields, times: windowTimesSchema })
  .meta({
    examples: [
      {
        matchers: { environment: ['production'] },
        reason: 'database maintenance',
        times: {
          type: 'recurring',
          starts_on: '2027-01-10',
          from: '02:00',
          minutes: 120,
          time_zone: 'Europe/Berlin',
          recurrence: { unit: 'week', every: 1, weekdays: ['sunday'] },
        },
      },
    ],
  });
export type GivenMaintenanceWindow = z.infer<typeof givenMaintenanceWindowSchema>;

const window = { tag: 'maintenance-windows', auth: 'api_token' } as const;
const answer = { responses: { 200: maintenanceWindowAnswerSchema } };

/** The calls on maintenance windows. */
export const maintenanceWindowRoutes: readonly Route[] = [
  {
    ...window,
    method: 'GET',
    path: '/v1/maintenance-windows',
    operationId: 'listMaintenanceWindows',
    ...looks,
    summary: 'Maintenance windows, the newest first',
    query: suppressionQuerySchema,
    responses: { 200: pageSchema(maintenanceWindowAnswerSchema) },
  },
  {
    ...window,
    method: 'POST',
    path: '/v1/maintenance-windows',
    operationId: 'createMaintenanceWindow',
    needs: 'manage',
    concerns: { teams: 'given', given: 'or_all' },
    summary: 'Plan a maintenance window',
    description:
      'While it lasts, incidents that match open visibly and nobody is told. What is still active at its end is told ' +
      'then, from step 1 on; what recovers meanwhile resolves quietly.',
    body: givenMaintenanceWindowSchema,
    responses: { 201: maintenanceWindowAnswerSchema },
  },
  {
    ...window,
    method: 'GET',
    path: '/v1/maintenance-windows/:id',
    operationId: 'getMaintenanceWindow',
    ...looks,
    summary: 'One maintenance window',
    computed: ['state', 'next'],
    params: idParamsSchema,
    ...answer,
  },
  {
    ...window,
    method: 'PUT',
    path: '/v1/maintenance-windows/:id',
    operationId: 'replaceMaintenanceWindow',
    needs: 'manage',
    concerns: { teams: 'maintenance_window', given: 'or_all' },
    summary: 'Put a whole maintenance window in the place of one',
    description: 'What it no longer means is let go at once. Refused with 409 when it is over.',
    params: idParamsSchema,
    body: givenMaintenanceWindowSchema,
    ...answer,
  },
  {
    ...window,
    method: 'POST',
    path: '/v1/maintenance-windows/:id/end',
    operationId: 'endMaintenanceWindow',
    ...arranges('maintenance_window'),
    summary: 'End the occurrence that runs now',
    description: 'The next one comes all the same. When none runs, nothing changes.',
    params: idParamsSchema,
    ...answer,
  },
  {
    ...window,
    method: 'DELETE',
    path: '/v1/maintenance-windows/:id',
    operationId: 'deleteMaintenanceWindow',
    ...arranges('maintenance_window'),
    summary: 'End a maintenance window for good',
    description: 'It stays in the list as one that is over, for the incidents that it held.',
    params: idParamsSchema,
    responses: { 204: null },
  },
];
