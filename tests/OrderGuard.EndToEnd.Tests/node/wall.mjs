// A wall as another system would write it: node wall.mjs <address of the hub> [token]
// Each message of the hub becomes one line of JSON on standard output, with the moment of its arrival.
// A line on standard input names a hub method to call; the end of standard input ends the wall.
import { createInterface } from 'node:readline';
import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';

const [address, token] = process.argv.slice(2);
const tell = (message, body = null) =>
    process.stdout.write(JSON.stringify({ message, at: new Date().toISOString(), body }) + '\n');

const connection = new HubConnectionBuilder()
    .withUrl(address, token ? { accessTokenFactory: () => token } : {})
    .withAutomaticReconnect(Array.from({ length: 600 }, () => 200))
    .configureLogging(LogLevel.None)
    .build();

for (const message of ['snapshot', 'alertRaised', 'alertChanged', 'alertResolved', 'counters']) {
    connection.on(message, body => tell(message, body));
}
connection.onreconnecting(() => tell('reconnecting'));
connection.onreconnected(() => tell('reconnected'));
connection.onclose(() => tell('closed'));

createInterface({ input: process.stdin })
    .on('line', method => connection.invoke(method).catch(error => tell('refused', error.message)))
    .on('close', () => process.exit(0));

try {
    await connection.start();
    tell('connected');
} catch (error) {
    tell('refused', error.message);
    process.exit(1);
}
