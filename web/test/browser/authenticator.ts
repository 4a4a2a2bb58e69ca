// A virtual authenticator: passkeys without a finger. They need a page at localhost, not at an address of numbers.

import type { CDPSession, Page } from "playwright-core";

export async function addAuthenticator(page: Page, hasPrf: boolean): Promise<CDPSession> {
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  await client.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf,
    },
  });
  return client;
}
