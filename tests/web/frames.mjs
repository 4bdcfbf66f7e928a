// How smooth the page is while a 6 × 32 network trains flat out with all tiles live: percentiles of the time between
// frames, and main-thread tasks, from a trace of headless Chromium. Arguments: seconds, then a link's settings.
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from './lib/browsers.mjs';
import { serveSite } from './lib/server.mjs';

const [seconds = '10', link = 'network=32,32,32,32,32,32'] = process.argv.slice(2);
const server = await serveSite();
const browser = await launch('chromium');
const page = await browser.newPage();
await page.setViewport({ width: 1440, height: 900 });
await page.goto(`${server.origin}/#${link}`);
await page.waitForFunction(() => document.querySelector('dh-playground')?.model.pictures, { polling: 100 });
await page.evaluate(() => document.querySelector('dh-playground').model.play());
await new Promise((resolve) => setTimeout(resolve, 2000));

const path = join(tmpdir(), `downhill-trace-${process.pid}.json`);
await page.tracing.start({ path, categories: ['disabled-by-default-devtools.timeline'] });
const { frames, pictures } = await page.evaluate(
  (milliseconds) =>
    new Promise((resolve) => {
      const { model } = document.querySelector('dh-playground');
      const times = [];
      let pictures = 0;
      model.watch('frame', () => {
        pictures += 1;
      });
      const note = (time) => {
        times.push(time);
        if (time - times[0] < milliseconds) requestAnimationFrame(note);
        else resolve({ frames: times.slice(1).map((each, index) => each - times[index]), pictures });
      };
      requestAnimationFrame(note);
    }),
  1000 * Number(seconds),
);
await page.tracing.stop();
const steps = await page.evaluate(() => document.querySelector('dh-playground').model.stepsPerSecond.value);
await browser.close();
server.close();

const at = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
const tell = (name, values) =>
  console.log(
    `${name}: ${values.length}, ` +
      [0.5, 0.9, 0.95, 0.99, 1].map((share) => `p${100 * share} ${at(values, share).toFixed(1)} ms`).join(', '),
  );

const { traceEvents } = JSON.parse(readFileSync(path, 'utf8'));
/** The thread of the page itself: of all main threads of pages, the busiest. */
const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
const tasksOf = ({ pid, tid }) =>
  traceEvents.filter((event) => event.name === 'RunTask' && event.pid === pid && event.tid === tid && event.dur > 0);
const tasks = mains.map(tasksOf).reduce((most, each) => (each.length > most.length ? each : most), []);
const wall = tasks.map(({ dur }) => dur / 1000).filter((each) => each > 1);
const busy = tasks.map(({ tdur = 0 }) => tdur / 1000).filter((each) => each > 1);
const time = frames.reduce((sum, each) => sum + each, 0) / 1000;
const perSecond = (number) => (number / time).toFixed(1);
console.log(
  `${link}: ${perSecond(frames.length)} frames/s, ${perSecond(pictures)} pictures/s, ${Math.round(steps)} steps/s`,
);
tell('time between frames', frames);
if (wall.length > 0) tell('main-thread tasks of more than 1 ms, by the clock', wall);
if (busy.length > 0) tell('the same, processor time alone', busy);
const total = busy.reduce((sum, each) => sum + each, 0);
const long = wall.filter((each) => each > 50).length;
console.log(
  `main thread: ${(total / frames.length).toFixed(1)} ms of processor time a frame; ${long} tasks over 50 ms`,
);
