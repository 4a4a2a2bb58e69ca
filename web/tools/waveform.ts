// How loud a recording is over time, and how long it and a film last.

const COLUMNS = 600;

/** The largest swing in each of equal parts, 0…1. */
export async function peaksOf(source: string): Promise<Float32Array> {
  const bytes = await (await fetch(source)).arrayBuffer();
  const sound = await new OfflineAudioContext(1, 1, 44_100).decodeAudioData(bytes);
  const samples = sound.getChannelData(0);
  const peaks = new Float32Array(Math.min(COLUMNS, samples.length));
  for (let i = 0; i < samples.length; i++) {
    const column = Math.floor((i / samples.length) * peaks.length);
    const swing = Math.abs(samples[i]!);
    if (swing > peaks[column]!) peaks[column] = swing;
  }
  const loudest = peaks.reduce((most, peak) => Math.max(most, peak), 0.001);
  return peaks.map((peak) => peak / loudest);
}

/** Seconds; files whose head does not say are asked for their end. */
export async function durationOf(media: HTMLMediaElement): Promise<number> {
  if (!Number.isFinite(media.duration)) {
    const known = new Promise((resolve) => media.addEventListener("seeked", resolve, { once: true }));
    media.currentTime = 1e7;
    await known;
    const end = Number.isFinite(media.duration) ? media.duration : media.currentTime;
    media.currentTime = 0;
    return Math.round(end * 1e4) / 1e4;
  }
  return Math.round(media.duration * 1e4) / 1e4;
}
