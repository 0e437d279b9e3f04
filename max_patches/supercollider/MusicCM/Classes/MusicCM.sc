// A client of the MusicCM daemon. The tables and the methods named as parameters are generated
// (MusicCMTable.sc, extMusicCM.sc); this file is written by hand.
MusicCM {
	classvar <>renewal = 2; // seconds; a daemon that was started anew knows no subscriptions
	var <addr, <values, <status, <meters, <connected = false;
	var <>onValue, <>onStatus, <>onMeters, <>onEvent, <>onConnect;
	var receiver, heard, routine, greeting;

	*new { |port = 7000, host = "127.0.0.1"| ^super.new.init(NetAddr(host, port)) }

	*names { ^MusicCMTable.parameters.keys.asArray.sort }

	*spec { |name|
		var row = this.row(name);
		if (row[\low].isNil) { ^nil };
		^ControlSpec(row[\low], row[\high], \lin, if (row[\kind] == \int) { 1 } { 0 },
			row[\default] ? row[\low], row[\unit])
	}

	*row { |name|
		^MusicCMTable.parameters[name.asSymbol] ?? {
			Error("MusicCM has no parameter %; MusicCM.names lists them".format(name)).throw
		}
	}

	init { |address|
		addr = address;
		values = IdentityDictionary.new;
		status = IdentityDictionary.new;
		meters = IdentityDictionary.new;
		heard = 0;
		receiver = { |message, time, from|
			if (from.port == addr.port and: { message[0].asString.beginsWith("/mcm/") }) {
				this.receive(message)
			}
		};
		thisProcess.addOSCRecvFunc(receiver);
		routine = Routine { loop { this.renew; renewal.wait } }.play(SystemClock);
	}

	free {
		routine.stop;
		thisProcess.removeOSCRecvFunc(receiver);
		addr.sendMsg("/mcm/unsubscribe");
	}

	// Writing

	set { |name, value, when|
		var given;
		this.class.row(name);
		given = this.argument(value);
		if (when.notNil) { given = given.add(this.argument(when)[0]) };
		addr.sendMsg("/mcm/" ++ name, *given)
	}

	argument { |value|
		case
		{ value.isNil } { ^["auto"] }
		{ value == true } { ^[1] }
		{ value == false } { ^[0] }
		{ value.isKindOf(Symbol) } { ^[value.asString] }
		{ value.isArray and: { value.isString.not } } { ^value.asArray } // a chord as MIDI notes
		{ ^[value] }
	}

	call { |name ... arguments|
		if (MusicCMTable.commands.includesKey(name.asSymbol).not) {
			Error("MusicCM has no command %".format(name)).throw
		};
		addr.sendMsg("/mcm/" ++ name, *arguments.collect { |each| this.argument(each)[0] })
	}

	prompt { |slot, text, weight|
		this.set("prompt/%/text".format(slot), text);
		if (weight.notNil) { this.set("prompt/%/weight".format(slot), weight) }
	}

	stem { |name, what, value| this.set("stem/%/%".format(name, what), value) }

	play { this.call("transport/play") }
	stop { this.call("transport/stop") }
	hold { |bars = 1| this.call("plan/hold", bars) }
	release { this.call("plan/release") }
	back { |bars = 4| this.call("plan/back", bars) }
	again { this.call("plan/again") }
	capture { |bars = 4| this.call("capture", bars) }
	save { |scene, name = ""| this.call("scene/save", scene, name) }
	recall { |scene, when| if (when.isNil) { this.call("scene/recall", scene) } { this.call("scene/recall", scene, when) } }
	morph { |scene, bars = 8| this.call("scene/morph", scene, bars) }

	// Reading: what the daemon has told last

	at { |name|
		this.class.row(name);
		^values[name.asSymbol]
	}

	refresh { ["*/get", "*/*/get", "*/*/*/get"].do { |path| addr.sendMsg("/mcm/" ++ path) } }

	renew {
		addr.sendMsg("/mcm/subscribe", 60, "features");
		if (connected and: { Main.elapsedTime - heard > (2 * renewal) }) { this.prConnect(false) }
	}

	receive { |message|
		var name = message[0].asString.drop(5).asSymbol, arguments = message.drop(1);
		heard = Main.elapsedTime;
		case
		{ name == 'status.reply' } {
			MusicCMTable.status.do { |key, i| status[key] = arguments[i] };
			if (connected.not) { this.prConnect(true) };
			onStatus.value(status)
		}
		{ name == 'features.reply' } {
			MusicCMTable.features.do { |key, i| meters[key] = arguments[i] };
			onMeters.value(meters)
		}
		{ MusicCMTable.parameters.includesKey(name) } {
			values[name] = if (arguments[0] == \auto) { nil } { arguments[0] };
			onValue.value(name, values[name])
		}
		{ onEvent.value(name, arguments) }
	}

	prConnect { |now|
		connected = now;
		if (now) { this.refresh };
		onConnect.value(now)
	}
}
