// The server's time: clocks of phones are often wrong, and times are signed.

let ahead = 0;

export function setServerTime(now_s: number): void {
  ahead = now_s - Date.now() / 1000;
}

/** By how much the server's clock is ahead of this device's, to be kept for when there is no line. */
export function ahead_s(): number {
  return ahead;
}

export function setAhead(seconds: number): void {
  ahead = seconds;
}

export function now_s(): number {
  return Math.floor(Date.now() / 1000 + ahead);
}

export function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
