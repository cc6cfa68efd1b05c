import type { Page } from 'playwright-core';
import { KIBANA_TOKEN } from '../harness/backend.ts';
import { House, type HousePlan } from '../harness/house.ts';
import { kibanaUnderTest, Kibana } from '../kibana/kibana.ts';
import { signIn } from '../kibana/sign-in.ts';
import { Browser, type Guest } from './browser.ts';
import { Gate } from './gate.ts';
import { startPreview, type Preview } from './preview.ts';

export type End = 'low' | 'high' | 'kibana';
const kibana = process.env['WALK_IN'] === 'kibana' ? kibanaUnderTest() : null;
/** Where the walks are walked: in a preview at each end, or in a real Kibana. */
export const ENDS: readonly End[] = kibana ? ['kibana'] : ['low', 'high'];

/** What a file of walks needs, once for all of them: a house, a gate before it, a preview for each end, a browser. */
export class Stage {
  private constructor(
    readonly house: House,
    readonly gate: Gate,
    readonly browser: Browser,
    private readonly previews: ReadonlyMap<End, Preview>,
  ) {}

  /** `services`: how many a preview's Elasticsearch has heard of. `timeout`: so long Kibana waits for the backend; longer than a busy machine makes it wait. */
  static async start(
    plan: HousePlan = {},
    ends: readonly End[] = ENDS,
    timeout = '20s',
    services?: number,
  ): Promise<Stage> {
    const house = await House.start(plan);
    const gate = await Gate.start(house.backend.base, kibana?.backendPort);
    const [browser, ...previews] = await Promise.all([
      Browser.start(),
      ...(kibana ? [] : ends).map(async (end) => {
        if (end === 'kibana') throw new Error('a preview stands for an end, not for Kibana');
        return [end, await startPreview(end, gate.url, KIBANA_TOKEN, timeout, services)] as const;
      }),
    ]);
    return new Stage(house, gate, browser, new Map(previews));
  }

  /** A page of Kibana, for a guest of their own. */
  async open(end: End, path: string, guest: Guest = {}): Promise<Page> {
    if (!kibana) return this.browser.open(`${this.preview(end).url}${path}`, guest);
    const page = await this.browser.open(`${kibana.url}/login`, guest);
    page.setDefaultTimeout(60_000);
    await signIn(page, new Kibana(kibana), guest, path);
    return page;
  }

  /** Of Kibana, or of what stands for it. */
  preview(end: End): Pick<Preview, 'url'> {
    const preview = kibana ?? this.previews.get(end);
    if (!preview) throw new Error(`this stage has no preview of the end ${end}`);
    return preview;
  }

  async stop(): Promise<void> {
    await this.browser.stop();
    await Promise.all([...this.previews.values()].map((preview) => preview.stop()));
    await this.gate.stop();
    await this.house.stop();
  }
}
