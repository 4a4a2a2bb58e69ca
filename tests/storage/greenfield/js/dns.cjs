// Loaded before anything else: every name under .test is this machine, since the SDK takes no
// address without a dotted name and puts each bucket into the name.
const dns = require('node:dns');

const lookup = dns.lookup;
dns.lookup = (name, options, callback) => {
  const done = typeof options === 'function' ? options : callback;
  const wanted = typeof options === 'function' ? {} : options;
  if (!name.endsWith('.test')) return lookup(name, wanted, done);
  if (wanted.all) return process.nextTick(done, null, [{ address: '127.0.0.1', family: 4 }]);
  return process.nextTick(done, null, '127.0.0.1', 4);
};
