/** One training run and everything the page may ask of it. Knows nothing of workers or time sources. */
import { LossCurve } from './curve.js';
import { Live } from './live.js';
import type { Loader, Metrics, Outcome, Trainer } from './module.js';
import { Pacer } from './pace.js';
import { draw } from './pictures.js';
import type { Body, Frame, PictureOptions, Pictures, Request, RequestType, Result, Run, Until } from './protocol.js';
import { samePoints } from './protocol.js';
import { confusionOf, edgesOf, parameterOf, predictionsOf, samplesOf } from './readings.js';

/** Without a picture asked for this long nobody is looking, and training rests. */
const unwatchedAfter = 1000;

/** Measuring the loss over all points takes about as long as an epoch, so it must not be done too often. */
const pointsPerEpoch = 8;

const fine: Outcome = { ok: true, code: 'ok', message: '', rebuilt: false };

export interface Clock {
  now(): number;
}

export class Session {
  readonly #live: Live;
  readonly #clock: Clock;
  readonly #pacer = new Pacer();
  readonly #curve = new LossCurve();
  #metrics: Metrics | null = null;
  #running = false;
  #stopped: Outcome | null = null;
  #until: Until | null = null;
  #reached = 0;
  #weights = 0;
  #drawn = '';
  #lastFrame = 0;

  constructor(loader: Loader, clock: Clock) {
    this.#live = new Live(loader);
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
        return this.#apply(() => this.#live.load(request.body, request.body.keepWeights));
      case 'csv':
        return this.#trainer.pointsCsv();
      case 'colours':
        this.#live.setColours(request.body.colours);
        this.#drawn = '';
        return null;
      case 'reset':
        this.#trainer.reset();
        this.#restarted();
        return null;
      case 'step':
        return this.#advance(request.body.unit === 'epoch' ? this.#trainer.stepsPerEpoch() : 1);
      case 'advance':
        return this.#advance(request.body.steps);
      case 'predict':
        return predictionsOf(this.#trainer, request.body.points);
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
        return parameterOf(this.#trainer, request.body.place);
      case 'confusion':
        return confusionOf(this.#trainer, request.body.test);
      case 'probe':
        return this.#trainer.probe(request.body.x1, request.body.x2).slice();
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
        return this.#trainer.stateHash();
      case 'metrics':
        return this.#trainer.metrics();
      case 'snapshot':
        return {
          query: this.#trainer.settings(),
          points: this.#live.custom,
          step: this.#trainer.metrics().step,
          parameters: this.#trainer.parameters().slice(),
          snapshot: this.#trainer.snapshot().slice(),
        };
      case 'samples':
        return samplesOf(this.#live.module, request.body);
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
    this.#live.dispose();
  }

  get #trainer(): Trainer {
    return this.#live.trainer;
  }

  async #start(body: Body<'start'>): Promise<Run> {
    this.#running = false;
    await this.#live.start(body.colours);
    return this.#configure({ ...body, keepWeights: false });
  }

  /** Points first, so that the settings may ask for them. */
  #configure({ query, points, keepWeights }: Body<'configure'>): Promise<Run> {
    return this.#apply((trainer) => {
      const loaded = points && !samePoints(points, this.#live.custom) ? this.#live.load(points, keepWeights) : null;
      if (loaded && !loaded.ok) return loaded;
      const outcome = trainer.configure(query, keepWeights);
      return loaded?.message ? { ...outcome, message: `${loaded.message}\n${outcome.message}` } : outcome;
    });
  }

  async #apply(act: (trainer: Trainer) => Outcome): Promise<Run> {
    const outcome = act(this.#trainer);
    const move = await this.#live.matchBinary();
    const rebuilt = outcome.rebuilt || move === 'anew';
    if (rebuilt) this.#restarted();
    else if (move === 'whole') this.#moved();
    return this.#live.describe({ ...outcome, rebuilt });
  }

  #restarted(): void {
    this.#curve.clear(this.#trainer.stepsPerEpoch() / pointsPerEpoch);
    this.#stopped = null;
    this.#moved();
  }

  #moved(): Metrics {
    this.#weights += 1;
    this.#metrics = this.#trainer.metrics();
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
    const outcome = act(this.#trainer);
    if (outcome.ok) {
      this.#stopped = null;
      this.#moved();
    }
    return this.#live.describe(outcome);
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
    return Math.max(1, Math.ceil(this.#until.value * this.#trainer.stepsPerEpoch()) - (this.#metrics?.step ?? 0));
  }

  /** Up to the next point of the curve and no further; returns the updates made. */
  #train(milliseconds: number, most: number): number {
    const trainer = this.#trainer;
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
      metrics: this.#metrics ?? this.#trainer.metrics(),
      stopped: this.#stopped,
      reached: this.#reached,
      hash: this.#running ? null : this.#trainer.stateHash(),
      curve: newCurve ? { values: this.#curve.planes(), length: this.#curve.length } : null,
      pictures,
      parameters: pictures ? this.#trainer.parameters().slice() : null,
      edges: edgesOf(this.#trainer, body.edges),
      reach: this.#trainer.reach(),
    };
  }

  #pictures(options: PictureOptions, seen: number, recycled: ArrayBuffer[]): Pictures | null {
    const { mapSize, tileSize, discretize } = options;
    const wanted = `${this.#weights}/${mapSize}/${tileSize}/${discretize}`;
    if (seen === this.#weights && this.#drawn === wanted) return null;
    this.#drawn = wanted;
    return draw(this.#trainer, options, recycled, this.#clock);
  }
}
