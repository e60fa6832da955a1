warm-not-compiled = De rekenkernen van { $room } zijn niet te compileren; de regels hierboven zeggen waarom.
