import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Api } from '../harness/api.ts';
import { BackendProcess, environmentOf, eventually } from '../harness/backend-process.ts';
import { House, step } from '../harness/house.ts';
import { addressOf } from '../harness/mail.ts';
import { TraceCollector, type CollectedSpan } from '../harness/trace-collector.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

let collector: TraceCollector;
let house: House;
beforeEach(async () => {
  collector = await TraceCollector.start();
});
afterEach(async () => {
  await house.stop();
  await collector.stop();
});

/** In a process of its own: what sends traces loads as it goes, which it cannot do inside of these tests. */
let backend: { readonly process: BackendProcess; readonly base: string };
const open = async (env: Readonly<Record<string, string>>) => {
  house = await House.start({ policy: [step('ada').waits(1), step('grace').waits(600)] });
  const { url: databaseUrl } = house.database;
  const given = environmentOf({ databaseUrl, smtpPort: house.mailbox.server.smtpPort });
  backend = await BackendProcess.listening({ ...given, NODE_ENV: 'test', ...env });
};
const sent = (count: number) =>
  eventually(async () => (await house.count(`deliveries where status = 'sent'`)) === count);
/** What is still to be sent is sent when it ends. */
const ends = async () => {
  expect(await backend.process.ended('SIGTERM')).toMatchObject({ code: 0 });
};
const posts = (name: string, headers: Record<string, string> = {}) =>
  new Api(backend.base, house.sourceToken)
    .call('POST', '/v1/alerts/elastic', house.elastic.active(name), headers)
    .then(({ body }) => (body as { results: { incident_id: string }[] }).results[0]?.incident_id ?? '');
const named = (name: string): readonly CollectedSpan[] => collector.spans.filter((span) => span.name === name);
const attribute = ({ attributes }: CollectedSpan, key: string) =>
  Object.values(attributes.find((each) => each.key === key)?.value ?? {})[0];

test('a post is a span of its sender’s trace, and all that is done about its incident is one trace', async () => {
  await open({
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=ApiKey%20abc, x-other=1',
    OTEL_SERVICE_NAME: 'pager',
  });
  const incident = await posts('disk full', { traceparent: `00-${TRACE}-${SPAN}-01` });
  await sent(2);
  await ends();

  const [request] = named('POST /v1/alerts/elastic');
  expect(request).toMatchObject({ traceId: TRACE, parentSpanId: SPAN, kind: 2 });
  const incidentTrace = incident.replaceAll('-', '');
  expect(request?.links).toMatchObject([{ traceId: incidentTrace }]);
  const [commit] = named('commit of posts');
  expect(commit?.links).toMatchObject([{ traceId: TRACE, spanId: request?.spanId }]);
  const steps = named('escalation step');
  expect(steps.map(({ traceId }) => traceId)).toEqual(steps.map(() => incidentTrace));
  // The first begins; it is over, and the second begins.
  expect(new Set(steps.map((span) => attribute(span, 'incidents.status'))).size).toBeGreaterThan(1);
  const deliveries = named('delivery by email');
  expect(deliveries).toHaveLength(2);
  for (const delivery of deliveries) {
    expect(delivery).toMatchObject({ traceId: incidentTrace, kind: 3 });
    expect(attribute(delivery, 'incidents.outcome')).toBe('sent');
  }
  expect(new Set(collector.services)).toEqual(new Set(['pager']));
  expect(collector.headers[0]).toMatchObject({ authorization: 'ApiKey abc', 'x-other': '1' });
  // Neither secrets nor addresses nor what the alert says.
  const said = collector.bodies.join('');
  for (const secret of [house.sourceToken, addressOf('ada'), 'disk full']) expect(said).not.toContain(secret);
});

test('a made-up traceparent is a trace of its own, and a refused post a span that failed', async () => {
  await open({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  await posts('disk full', { traceparent: `00-${'0'.repeat(32)}-nonsense-01` });
  await new Api(backend.base, 'isk_none').call('POST', '/v1/alerts/elastic', {});
  await ends();
  const [taken, refused] = named('POST /v1/alerts/elastic');
  expect(taken?.parentSpanId ?? '').toBe('');
  expect(taken?.status.code ?? 0).toBe(0);
  expect(refused?.status.code).toBe(2);
});

test('a collector that is away or refuses holds up nothing', async () => {
  await open({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
  collector.status = 503;
  await posts('disk full');
  await collector.stop();
  await posts('queue long');
  await sent(4);
  await ends();
  collector = await TraceCollector.start();
});

test('without an address nothing of it is even loaded', async () => {
  await open({});
  await posts('disk full');
  await ends();
  expect(collector.headers).toEqual([]);
  const tracing = pathToFileURL(join(__dirname, '../../backend/dist/src/platform/tracing.js')).href;
  const script = `
    import { createRequire } from 'node:module';
    import '${pathToFileURL(join(__dirname, '../../node_modules/reflect-metadata/Reflect.js')).href}';
    const { Tracing } = await import('${tracing}');
    const loaded = () => Object.keys(createRequire('${tracing}').cache).filter((path) => path.includes('@opentelemetry')).length;
    const count = async (config) => {
      const traces = new Tracing(config);
      await traces.onModuleInit();
      await traces.within(() => ({ name: 'x', attributes: {} }), () => Promise.resolve());
      return loaded();
    };
    console.log(JSON.stringify([await count({}), (await count({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' })) > 0]));
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  expect(JSON.parse(stdout)).toEqual([0, true]);
});
