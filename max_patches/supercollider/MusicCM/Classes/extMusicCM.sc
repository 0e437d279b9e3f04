// Made from the parameter table by make patches; do not edit.
+ MusicCM {
	quantize { ^this.at("quantize") }
	quantize_ { |value| this.set("quantize", value) }
	tempo { ^this.at("tempo") }
	tempo_ { |value| this.set("tempo", value) }
	key { ^this.at("key") }
	key_ { |value| this.set("key", value) }
	scale { ^this.at("scale") }
	scale_ { |value| this.set("scale", value) }
	chord { ^this.at("chord") }
	chord_ { |value| this.set("chord", value) }
	metre { ^this.at("metre") }
	metre_ { |value| this.set("metre", value) }
	density { ^this.at("density") }
	density_ { |value| this.set("density", value) }
	brightness { ^this.at("brightness") }
	brightness_ { |value| this.set("brightness", value) }
	intensity { ^this.at("intensity") }
	intensity_ { |value| this.set("intensity", value) }
	seed { ^this.at("seed") }
	seed_ { |value| this.set("seed", value) }
	take { ^this.at("take") }
	take_ { |value| this.set("take", value) }
	variation { ^this.at("variation") }
	variation_ { |value| this.set("variation", value) }
	steps { ^this.at("steps") }
	steps_ { |value| this.set("steps", value) }
	guidance { ^this.at("guidance") }
	guidance_ { |value| this.set("guidance", value) }
}
