# doxygen_filter.awk — plain comments as Doxygen wants them: whole lines become ///, what follows code becomes ///<.
#
# The head of a file becomes its page, with its words as they stand. Lines inside function bodies stay as they are to Doxygen.
NR == 1 { print "/// @file"; gsub(/</, "\\<"); print "/// @brief " substr($0, 4); print "/// @verbatim"; head = 1; next }
head && /^\/\// { print "/// " substr($0, 4); next }
head { print "/// @endverbatim"; head = 0 }

# Specialisations of what is not ours are no pages of ours, and Doxygen looks for their scopes in vain.
/^template </ { if (held != "") print held; held = $0; next }
held != "" && /(struct std::|std::ranges::|bool ranges::)/ { held = ""; foreign = !/;$/; next }
held != "" { print held; held = "" }
foreign { foreign = !/^};/; next }

/NOLINT/ { next }
/^namespace ese::inline v1/ { sub(/::inline v1/, "") }    # nobody writes v1
/^ *\/\/ / { sub(/\/\/ /, "/// "); print; next }
/^ *\/\/$/ { sub(/\/\//, "///"); print; next }
/[;,{)] +\/\/ / { sub(/\/\/ /, "///< "); print; next }
{ print }
