import { expect, it } from 'vitest';
import { ServerClock } from './server-clock';

it("tells the server's time though the viewer's clock is wrong", () => {
  let viewerMs = 1_000_000;
  const clock = new ServerClock(() => viewerMs);
  expect(clock.nowMs()).toBe(1_000_000);
  clock.hear(1_600_000);
  viewerMs += 5000;
  expect(clock.nowMs()).toBe(1_605_000);
});

it('believes the message that was least late', () => {
  const clock = new ServerClock(() => 10_000);
  for (const lateMs of [900, 40, 2500]) clock.hear(20_000 - lateMs);
  expect(clock.nowMs()).toBe(19_960);
});

it('follows within twenty messages when the viewer sets the clock', () => {
  let viewerMs = 500_000;
  const clock = new ServerClock(() => viewerMs);
  for (let count = 0; count < 20; count += 1) clock.hear(500_000);
  viewerMs = 900_000;
  for (let count = 0; count < 20; count += 1) clock.hear(500_000);
  expect(clock.nowMs()).toBe(500_000);
});

it('ignores what is no moment', () => {
  const clock = new ServerClock(() => 7);
  clock.hear(Number.NaN);
  expect(clock.nowMs()).toBe(7);
});
