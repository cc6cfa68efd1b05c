import { z } from 'zod';

/** What every refusal looks like: problem details (RFC 9457). `type` is stable, programs may rely on it. */
export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    /** Where the request was not as expected. */
    errors: z.array(z.strictObject({ path: z.string(), found: z.string(), expected: z.string() })).optional(),
  })
  .meta({
    id: 'Problem',
    examples: [
      {
        type: 'urn:incidents:problem:invalid-request',
        title: 'The request is not as expected',
        status: 400,
        errors: [{ path: '$.name', found: 'nothing', expected: 'Invalid input: expected string, received undefined' }],
      },
    ],
  });
export type ProblemAnswer = z.infer<typeof problemSchema>;
