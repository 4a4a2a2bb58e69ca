// Where people look transactions up, by chain; a development chain has no such place.

const EXPLORERS: Readonly<Record<number, string>> = {
  56: "https://bscscan.com",
  97: "https://testnet.bscscan.com",
  204: "https://opbnbscan.com",
  5611: "https://testnet.opbnbscan.com",
};

export function transactionLink(chainId: number, transaction: string): string | null {
  const explorer = EXPLORERS[chainId];
  return explorer ? `${explorer}/tx/${transaction}` : null;
}
