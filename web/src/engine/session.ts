/** One training run and everything the page may ask of it. Knows nothing of workers or time sources. */
import { LossCurve } from './curve.js';
import type { Binary, DownhillModule, Loader, Metrics, Outcome, Trainer } from './module.js';
import { Pacer } from './pace.js';
import { draw } from './pictures.js';
import type {
  Body,
  CustomPoints,
  Frame,
  PictureOptions,
  Pictures,
  Request,
  RequestType,
  Result,
  Run,
  Until,
} from './protocol.js';
import { samePoints } from './protocol.js';
import { confusionOf, edgesOf, parameterOf, predictionsOf, samplesOf } from './readings.js';

/** Without a picture asked for this long nobody is looking, and training rests. */
const unwatchedAfter = 1000;

/** Measuring the loss over all points takes about as long as an epoch, so it must not be done too often. */
const pointsPerEpoch = 8;

/** What WebAssembly's fixed memory can take in at once; the core has a limit below it, and says so. */
const mostCsv = 8_000_000;

const fine: Outcome = { ok: true, code: 'ok', message: '', rebuilt: false };

export interface Clock {
  now(): number;
}

export class Session {
  readonly #loader: Loader;
  readonly #clock: Clock;
  readonly #pacer = new Pacer();
  readonly #curve = new LossCurve();
  #module: DownhillModule | null = null;
  #binary: Binary = 'simd';
  #trainer: Trainer | null = null;
  #colours: Uint8Array = new Uint8Array();
  #custom: CustomPoints | null = null;
  #metrics: Metrics | null = null;
  #running = false;
  #stopped: Outcome | null = null;
  #until: Until | null = null;
  #reached = 0;
  #weights = 0;
  #drawn = '';
  #lastFrame = 0;

  constructor(loader: Loader, clock: Clock) {
    this.#loader = loader;
    this.#clock = clock;
  }

  async handle(request: Request): Promise<Result<RequestType>> {
    switch (request.type) {
      case 'start':
        return this.#start(request.body);
      case 'configure':
        return this.#configure(request.body);
      case 'change': {
        const { key, value, keepWeights } = request.body;
        return this.#apply((trainer) => trainer.change(key, value, keepWeights));
      }
      case 'points':
        return this.#apply((trainer) => this.#load(trainer, request.body, request.body.keepWeights));
      case 'csv':
        return this.#live.pointsCsv();
      case 'colours':
        this.#colours = request.body.colours;
        this.#live.setColours(this.#colours);
        this.#drawn = '';
        return null;
      case 'reset':
        this.#live.reset();
        this.#restarted();
        return null;
      case 'step':
        return this.#advance(request.body.unit === 'epoch' ? this.#live.stepsPerEpoch() : 1);
      case 'advance':
        return this.#advance(request.body.steps);
      case 'predict':
        return predictionsOf(this.#live, request.body.points);
      case 'goTo':
        return this.#goTo(request.body.step);
      case 'setParameter': {
        const { place, value } = request.body;
        return this.#edit((trainer) => trainer.setParameter(place, value));
      }
      case 'freeze': {
        const { place, frozen } = request.body;
        return this.#edit((trainer) => trainer.freeze(place, frozen));
      }
      case 'setParameters':
        return this.#setParameters(request.body);
      case 'restore':
        return this.#edit((trainer) => trainer.restore(request.body.snapshot));
      case 'parameter':
        return parameterOf(this.#live, request.body.place);
      case 'lastUpdate':
        return this.#live.lastUpdate().slice();
      case 'confusion':
        return confusionOf(this.#live, request.body.test);
      case 'probe':
        return this.#live.probe(request.body.x1, request.body.x2).slice();
      case 'play':
        this.#running = this.#stopped === null;
        this.#until = request.body.until ?? null;
        this.#reached = 0;
        this.#measure();
        this.#lastFrame = this.#clock.now();
        this.#pacer.start(request.body.pace, this.#clock.now());
        return null;
      case 'pause':
        this.#running = false;
        return null;
      case 'frame':
        return this.#frame(request.body);
      case 'hash':
        return this.#live.stateHash();
      case 'metrics':
        return this.#live.metrics();
      case 'snapshot':
        return {
          query: this.#live.settings(),
          points: this.#custom,
          step: this.#live.metrics().step,
          parameters: this.#live.parameters().slice(),
          snapshot: this.#live.snapshot().slice(),
        };
      case 'samples':
        return samplesOf(this.#module, request.body);
    }
  }

  /**
   * Trains for about `milliseconds`. Returns how long to wait before the next slice: 0 for at once, infinity to
   * sleep until the next request.
   */
  slice(milliseconds: number): number {
    if (!this.#running) return Number.POSITIVE_INFINITY;
    const begin = this.#clock.now();
    if (begin - this.#lastFrame > unwatchedAfter) return Number.POSITIVE_INFINITY;
    let now = begin;
    while (this.#running && now - begin < milliseconds) {
      const allowed = this.#pacer.allowed(now);
      if (allowed < 1) return this.#pacer.wait();
      this.#pacer.spend(this.#train(milliseconds - (now - begin), allowed));
      now = this.#clock.now();
    }
    return this.#running ? 0 : Number.POSITIVE_INFINITY;
  }

  dispose(): void {
    this.#running = false;
    this.#trainer?.delete();
    this.#trainer = null;
  }

  get #live(): Trainer {
    if (!this.#trainer) throw new Error('The engine was not started.');
    return this.#trainer;
  }

  async #start(body: Body<'start'>): Promise<Run> {
    this.dispose();
    this.#binary = 'simd';
    this.#module = await this.#loader(this.#binary);
    this.#trainer = new this.#module.Trainer();
    this.#colours = body.colours;
    this.#custom = null;
    this.#trainer.setColours(this.#colours);
    return this.#configure({ ...body, keepWeights: false });
  }

  /** Points first, so that the settings may ask for them. */
  #configure({ query, points, keepWeights }: Body<'configure'>): Promise<Run> {
    return this.#apply((trainer) => {
      const loaded = points && !samePoints(points, this.#custom) ? this.#load(trainer, points, keepWeights) : null;
      if (loaded && !loaded.ok) return loaded;
      const outcome = trainer.configure(query, keepWeights);
      return loaded?.message ? { ...outcome, message: `${loaded.message}\n${outcome.message}` } : outcome;
    });
  }

  #load(trainer: Trainer, { csv, regression }: CustomPoints, keepWeights: boolean): Outcome {
    if (csv.length > mostCsv) {
      const message = `The text has ${csv.length} characters, the limit is ${mostCsv}; leave rows out.`;
      return { ok: false, code: 'refused', message, rebuilt: false };
    }
    const outcome = trainer.loadPoints(csv, regression, keepWeights);
    if (outcome.ok) this.#custom = { csv, regression };
    return outcome;
  }

  async #apply(act: (trainer: Trainer) => Outcome): Promise<Run> {
    const outcome = act(this.#live);
    const move = await this.#matchBinary();
    const rebuilt = outcome.rebuilt || move === 'anew';
    if (rebuilt) this.#restarted();
    else if (move === 'whole') this.#moved();
    return this.#describe({ ...outcome, rebuilt });
  }

  /** Every engine has its own binary; the run moves there with all that it is, so that it goes on as it was. */
  async #matchBinary(): Promise<'none' | 'whole' | 'anew'> {
    const { engine, mode } = JSON.parse(this.#live.allSettings());
    const wanted: Binary = engine === 'scalar' ? 'scalar' : mode === 'fast' ? 'relaxed' : 'simd';
    if (wanted === this.#binary) return 'none';
    this.#binary = wanted;
    const query = this.#live.settings();
    const state = this.#live.snapshot().slice();
    const module = await this.#loader(wanted);
    if (module === this.#module) return 'none';
    this.#trainer?.delete();
    this.#module = module;
    this.#trainer = new module.Trainer();
    this.#trainer.setColours(this.#colours);
    if (this.#custom) this.#load(this.#trainer, this.#custom, false);
    this.#trainer.configure(query, false);
    return this.#trainer.restore(state).ok ? 'whole' : 'anew';
  }

  #describe(outcome: Outcome): Run {
    const trainer = this.#live;
    return {
      outcome,
      query: trainer.settings(),
      settings: JSON.parse(trainer.allSettings()),
      layout: JSON.parse(trainer.layout()),
      engine: trainer.engine(),
      binary: this.#module?.buildInfo().binary ?? '',
      points: trainer.points().slice(),
      custom: this.#custom,
      frozen: Array.from(trainer.frozen()),
      trainCount: trainer.trainCount(),
      stepsPerEpoch: trainer.stepsPerEpoch(),
    };
  }

  #restarted(): void {
    this.#curve.clear(this.#live.stepsPerEpoch() / pointsPerEpoch);
    this.#stopped = null;
    this.#moved();
  }

  #moved(): Metrics {
    this.#weights += 1;
    this.#metrics = this.#live.metrics();
    this.#curve.add(this.#metrics);
    return this.#metrics;
  }

  #advance(steps: number): Outcome {
    this.#running = false;
    this.#until = null;
    let left = steps;
    while (left > 0 && this.#stopped === null) left -= this.#train(Number.POSITIVE_INFINITY, left);
    return this.#stopped ?? fine;
  }

  /** Weights, settings and what was frozen come back with the step; so does a run that had stopped. */
  #goTo(step: number): Run {
    this.#running = false;
    return this.#edit((trainer) => {
      const outcome = trainer.goTo(step);
      if (outcome.ok) this.#curve.cutAfter(step);
      return outcome;
    });
  }

  #edit(act: (trainer: Trainer) => Outcome): Run {
    const outcome = act(this.#live);
    if (outcome.ok) {
      this.#stopped = null;
      this.#moved();
    }
    return this.#describe(outcome);
  }

  #setParameters({ values, frozen }: Body<'setParameters'>): Run {
    return this.#edit((trainer) => {
      const present = trainer.parameters();
      if (present.length !== values.length) {
        const message = `The network has ${present.length} numbers, and ${values.length} were given.`;
        return { ok: false, code: 'refused', message, rebuilt: false };
      }
      const different = [...values.keys()].filter((place) => values[place] !== present[place]);
      for (const place of different) {
        const outcome = trainer.setParameter(place, values[place] ?? 0);
        if (!outcome.ok) return outcome;
      }
      for (const place of frozen) trainer.freeze(place, true);
      return fine;
    });
  }

  /** Stops at what was wished for. */
  #measure(): void {
    const until = this.#until;
    const metrics = this.#metrics;
    if (!until || !metrics || !this.#running) return;
    const value = metrics[until.metric];
    const isLoss = until.metric === 'trainLoss' || until.metric === 'testLoss';
    const counts = until.metric === 'epoch' || this.#curve.has(metrics.step);
    if (!counts || !(isLoss ? value <= until.value : value >= until.value)) return;
    this.#running = false;
    this.#reached = until.id;
  }

  /** Updates until the last one of the epoch that was wished for. */
  get #stepsLeft(): number {
    if (this.#until?.metric !== 'epoch') return Number.POSITIVE_INFINITY;
    return Math.max(1, Math.ceil(this.#until.value * this.#live.stepsPerEpoch()) - (this.#metrics?.step ?? 0));
  }

  /** Up to the next point of the curve and no further; returns the updates made. */
  #train(milliseconds: number, most: number): number {
    const trainer = this.#live;
    const before = this.#metrics?.step ?? 0;
    const steps = Math.min(most, this.#curve.distance(before), this.#stepsLeft);
    const outcome = Number.isFinite(milliseconds) ? trainer.trainFor(milliseconds, steps) : trainer.step(steps);
    if (outcome.code === 'diverged' || !outcome.ok) {
      this.#stopped = outcome;
      this.#running = false;
    }
    const made = this.#moved().step - before;
    this.#measure();
    return made;
  }

  #frame(body: Body<'frame'>): Frame {
    this.#lastFrame = this.#clock.now();
    this.#pacer.grantFrame();
    const pictures = this.#pictures(body.options, body.seen.weights, body.recycled);
    const newCurve = body.seen.curve !== this.#curve.version;
    return {
      running: this.#running,
      versions: { weights: this.#weights, curve: this.#curve.version },
      metrics: this.#metrics ?? this.#live.metrics(),
      stopped: this.#stopped,
      reached: this.#reached,
      hash: this.#running ? null : this.#live.stateHash(),
      curve: newCurve ? { values: this.#curve.planes(), length: this.#curve.length } : null,
      pictures,
      parameters: pictures ? this.#live.parameters().slice() : null,
      edges: edgesOf(this.#live, body.edges),
      reach: this.#live.reach(),
    };
  }

  #pictures(options: PictureOptions, seen: number, recycled: ArrayBuffer[]): Pictures | null {
    const { mapSize, tileSize, discretize } = options;
    const wanted = `${this.#weights}/${mapSize}/${tileSize}/${discretize}`;
    if (seen === this.#weights && this.#drawn === wanted) return null;
    this.#drawn = wanted;
    return draw(this.#live, options, recycled, this.#clock);
  }
}
