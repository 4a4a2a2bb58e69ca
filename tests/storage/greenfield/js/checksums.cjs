// Prints the seven checksums of a file as the npm package computes them, and its speed.
const fs = require('node:fs');
const { ReedSolomon } = require('@bnb-chain/reed-solomon');

const payload = new Uint8Array(fs.readFileSync(process.argv[2]));
const start = process.hrtime.bigint();
const checksums = new ReedSolomon().encode(payload);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
console.log(JSON.stringify({ checksums, seconds }));
