// The server's time: clocks of phones are often wrong, and times are signed.

let ahead_s = 0;

export function setServerTime(now_s: number): void {
  ahead_s = now_s - Date.now() / 1000;
}

export function now_s(): number {
  return Math.floor(Date.now() / 1000 + ahead_s);
}

export function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
